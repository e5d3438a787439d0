import { loadEnvFile, readConfig } from '#app/config.ts'
import { phoneDir, preparePhone, tellOfPhone } from '#app/start/phone-build.ts'
import { openSandbox } from '#sandbox/index.ts'
import { say } from './terminal.ts'
import { untilToldToStop } from './until-told-to-stop.ts'

/** A sandbox of its own starts with an empty world: `PUT /control/world` fills it. */
export async function runSandbox(): Promise<void> {
  loadEnvFile()
  const { sandbox, http, whatsapp } = readConfig()
  tellOfPhone(await preparePhone(), say)
  const open = await openSandbox({
    host: http.host,
    port: sandbox.port,
    phoneDir,
    world: { appId: whatsapp.appId, appSecret: whatsapp.appSecret, verifyToken: whatsapp.verifyToken, numbers: [] },
    ...(sandbox.journalFile !== null && { journalFile: sandbox.journalFile }),
  })
  say(`The sandbox listens at ${open.url}; tell it of your numbers with PUT ${open.url}/control/world`)
  untilToldToStop(open)
}

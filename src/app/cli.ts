import { Command, Option } from 'commander'
import packageJson from '#package.json' with { type: 'json' }
import { secondsIn } from './commands/seconds-in.ts'

/** `dukkan …`: each command is one file below `commands/`, and only the one that runs is loaded. */
export function buildCli(): Command {
  const program = new Command('dukkan').version(packageJson.version).description(packageJson.description)
  processCommands(program)
  databaseCommands(program)
  storeCommands(program)
  program
    .command('doctor')
    .description('check the installation and say how to mend what is wrong')
    .option('--json', 'print the findings as JSON')
    .action(command(async () => (await import('./commands/doctor.ts')).runDoctorCommand))
  program
    .command('reconcile')
    .description('hold the books against the rules that no crash may break; changes nothing')
    .option('--json', 'print the verdicts as JSON')
    .option('--grace <seconds>', 'how long things may be on their way', secondsIn, 300)
    .action(command(async () => (await import('./commands/reconcile.ts')).runReconcile))
  return program
}

/** The command's own code, read from disk when it is its turn. */
function command<Args extends unknown[]>(load: () => Promise<(...args: Args) => Promise<void>>) {
  return async (...args: Args): Promise<void> => (await load())(...args)
}

function processCommands(program: Command): void {
  program
    .command('start')
    .description('run everything on this machine, against a sandbox')
    .action(command(async () => (await import('./commands/start.ts')).runStart))
  program
    .command('server')
    .description('run the HTTP side')
    .action(command(async () => (await import('./commands/server.ts')).runServer))
  program
    .command('worker')
    .description('run the side that works')
    .action(command(async () => (await import('./commands/worker.ts')).runWorker))
  program
    .command('sandbox')
    .description('run the fake Meta and Stripe alone')
    .action(command(async () => (await import('./commands/sandbox.ts')).runSandbox))
  program
    .command('demo')
    .description('play two purchases against a running or a fresh shop')
    .action(command(async () => (await import('./commands/demo.ts')).runDemo))
}

function databaseCommands(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .option('--dry-run', 'only say what would run')
    .action(command(async () => (await import('./commands/migrate.ts')).runMigrate))
  program
    .command('seed')
    .description('open the two demo stores')
    .action(command(async () => (await import('./commands/seed.ts')).runSeed))
}

function storeCommands(program: Command): void {
  const store = program.command('store').description('stores')
  store
    .command('create')
    .description('open a store and print its first API key')
    .requiredOption('--slug <slug>', 'a-z, 0-9 and -')
    .option('--name-en <name>')
    .option('--name-ar <name>')
    .requiredOption('--currency <code>', 'ISO 4217, for example SAR')
    .requiredOption('--country <code>', 'ISO 3166, for example SA')
    .requiredOption('--time-zone <zone>', 'for example Asia/Riyadh')
    .addOption(new Option('--languages <list>', 'separated by commas').default('ar,en'))
    .option('--default-language <language>', 'the first of the languages unless told')
    .requiredOption('--phone-number-id <id>', "Meta's id of the number")
    .requiredOption('--display-phone-number <number>', 'for example +966500000000')
    .requiredOption('--waba-id <id>', 'WhatsApp Business Account id')
    .option('--catalog-id <id>', 'Meta catalog id')
    .action(command(async () => (await import('./commands/store-create.ts')).createStoreCommand))
  program
    .command('import')
    .description('bring products in from a CSV or JSON-lines file')
    .argument('<file>', '.csv (our columns or a product export of Shopify) or .jsonl')
    .requiredOption('--store <slug>')
    .option('--dry-run', 'judge every row and change nothing')
    .action(command(async () => (await import('./commands/import.ts')).runImport))
  const key = program.command('key').description('API keys')
  key
    .command('create')
    .description('make an API key; it is shown once')
    .requiredOption('--store <slug>')
    .requiredOption('--name <name>')
    .requiredOption('--scopes <list>', 'separated by commas, or "all"')
    .option('--expires <date>', 'RFC 3339')
    .action(command(async () => (await import('./commands/keys.ts')).createKey))
  key
    .command('revoke')
    .description('make an API key useless at once')
    .requiredOption('--store <slug>')
    .requiredOption('--id <key id>', 'key_…')
    .action(command(async () => (await import('./commands/keys.ts')).revokeKey))
}

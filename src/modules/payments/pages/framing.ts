import type { ZodApp } from '#platform/http.ts'

/**
 * Lets one origin show the pages in a frame: the phone of the demo does. Everybody else stays shut out. WhatsApp itself
 * opens in nobody's frame, so the links that lead back to the chat lead to that origin's own `/wa.me/`.
 */
export function allowFraming(app: ZodApp, origin: string): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    const policy = reply.getHeader('content-security-policy')
    if (typeof policy !== 'string') return payload
    // Browsers go by frame-ancestors where both are given: https://www.w3.org/TR/CSP3/#frame-ancestors-and-frame-options
    reply.removeHeader('x-frame-options')
    reply.header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${origin}`))
    return typeof payload === 'string' ? payload.replaceAll('href="https://wa.me/', `href="${origin}/wa.me/`) : payload
  })
}

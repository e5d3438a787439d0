import type { FastifyInstance } from 'fastify'

/**
 * Where a shop's links to a chat lead, as `https://wa.me/<digits>?text=` does: a phone would open WhatsApp. The phone in
 * the browser sees its frame come here, and goes to the chat. https://faq.whatsapp.com/5913398998672934
 */
export function whatsAppLink(app: FastifyInstance): void {
  app.get('/wa.me/:digits', (request, reply) => {
    const { digits } = request.params as { digits: string }
    if (!/^\d{5,15}$/.test(digits)) return reply.code(404).send('There is no such number.')
    return reply
      .header(
        'content-security-policy',
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
      )
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(pageOf(digits))
  })
}

function pageOf(digits: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>WhatsApp</title>
<h1>Here WhatsApp opens</h1>
<p>On a real phone this link opens the chat with <bdi>+${digits}</bdi>. <a href="/">The phone in the browser</a></p>
</html>
`
}

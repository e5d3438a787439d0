import type { FastifyReply, FastifyRequest } from 'fastify'

/** An answer of the control API that is no JSON: it writes itself. */
export class Served {
  readonly send: (request: FastifyRequest, reply: FastifyReply) => FastifyReply

  constructor(send: (request: FastifyRequest, reply: FastifyReply) => FastifyReply) {
    this.send = send
  }
}

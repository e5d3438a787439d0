/**
 * Whether PostgreSQL could not do it just now, whatever was asked: connections lost, restarts, conflicts between
 * transactions, no room. Such trouble says nothing about the work and must not count against it.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isPassingTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return PASSING.test(code) || HUNG_UP.test(error.message)
}

// 08 connection, 40 rolled back, 53100 disk full, 53300 too many connections, 55P03 lock not to be had, 57P0x going down.
const PASSING = /^(08...|40...|53100|53300|55P03|57P0[1-4]|ECONN[A-Z]+|EPIPE|ENOTFOUND|ETIMEDOUT)$/
/** How pg says without a code that the other side has gone. */
const HUNG_UP =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/

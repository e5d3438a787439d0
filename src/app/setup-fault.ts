/** Something the person at the terminal can put right: said as a sentence with the way out, without a stack. */
export class SetupFault extends Error {
  readonly fix: string | undefined

  constructor(message: string, { fix, ...options }: { fix?: string; cause?: unknown } = {}) {
    super(message, options)
    this.name = 'SetupFault'
    this.fix = fix
  }
}

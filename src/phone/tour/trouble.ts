/** The scene did not go as told; the message says what was seen instead. */
export class SceneTrouble extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SceneTrouble'
  }
}

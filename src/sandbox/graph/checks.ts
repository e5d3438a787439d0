import { GraphError } from './graph-error.ts'

/** Looks at one value of a body and throws the GraphError Meta would answer with. */
export type Check = { (value: unknown, path: string): void; optional?: boolean }

export type Fields = Record<string, unknown>

export const invalid = (path: string, why: string) => new GraphError(100, `Param ${path} ${why}`)
export const missing = (path: string) => new GraphError(131008, `Param ${path} is missing`)
export const notAllowed = (path: string, why: string) => new GraphError(131009, `Param ${path} ${why}`)

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Members of an array, or none; for cross-field rules that run after the shape was checked. */
export function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

export function fields(value: unknown): Fields {
  return isObject(value) ? value : {}
}

/** Meta does not say how it counts; code points are what the field observes. */
export function lengthOf(value: string): number {
  let length = 0
  for (const _ of value) length += 1
  return length
}

export const opt = (check: Check): Check =>
  Object.assign((value: unknown, path: string) => check(value, path), { optional: true })

export function text(max: number, min = 1): Check {
  return (value, path) => {
    if (typeof value !== 'string') throw invalid(path, 'must be a string')
    const length = lengthOf(value)
    if (length < min) throw missing(path)
    if (length > max) throw invalid(path, `must be at most ${max} characters long`)
  }
}

export function pattern(shape: RegExp, what: string): Check {
  return (value, path) => {
    if (typeof value !== 'string' || !shape.test(value)) throw notAllowed(path, `must be ${what}`)
  }
}

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, path) => {
    if (!allowed.includes(value)) throw notAllowed(path, `must be one of {${allowed.join(', ')}}`)
  }
}

export const bool: Check = (value, path) => {
  if (typeof value !== 'boolean') throw invalid(path, 'must be a boolean')
}

export function integer(min: number, max: number): Check {
  return (value, path) => {
    if (!Number.isSafeInteger(value) || Number(value) < min || Number(value) > max) {
      throw invalid(path, `must be an integer from ${min} to ${max}`)
    }
  }
}

export const anyText: Check = (value, path) => {
  if (typeof value !== 'string') throw invalid(path, 'must be a string')
}

export const anyObject: Check = (value, path) => {
  if (!isObject(value)) throw invalid(path, 'must be an object')
}

export const filledObject: Check = (value, path) => {
  if (!isObject(value) || Object.keys(value).length === 0) throw invalid(path, 'must be a non-empty object')
}

/** A closed object: every required key present, no key Meta does not know. */
export function object(shape: Record<string, Check>): Check {
  const known = Object.entries(shape)
  return (value, path) => {
    if (!isObject(value)) throw invalid(path, 'must be an object')
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key)) throw invalid(join(path, key), 'is not a known parameter')
    }
    for (const [key, check] of known) checkMember({ value: value[key], check, path: join(path, key) })
  }
}

function checkMember({ value, check, path }: { value: unknown; check: Check; path: string }): void {
  if (value !== undefined) check(value, path)
  else if (!check.optional) throw missing(path)
}

export function array(item: Check, { min, max }: { min: number; max: number }): Check {
  return (value, path) => {
    if (!Array.isArray(value)) throw invalid(path, 'must be an array')
    if (value.length < min || value.length > max) throw notAllowed(path, `must have from ${min} to ${max} items`)
    for (const [index, member] of value.entries()) item(member, `${path}[${index}]`)
  }
}

/** All of these must hold. */
export function all(...checks: Check[]): Check {
  return (value, path) => {
    for (const check of checks) check(value, path)
  }
}

/** Chooses the check by a discriminating key. */
export function byKey(key: string, shapes: Record<string, Check>): Check {
  return (value, path) => {
    if (!isObject(value)) throw invalid(path, 'must be an object')
    const kind = value[key]
    if (kind === undefined) throw missing(join(path, key))
    const check = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
    if (check === undefined) throw notAllowed(join(path, key), `must be one of {${Object.keys(shapes).join(', ')}}`)
    check(value, path)
  }
}

export function requireUnique(values: readonly unknown[], path: string): void {
  if (new Set(values).size !== values.length) throw notAllowed(path, 'must be unique')
}

export const join = (path: string, key: string) => (path === '' ? `['${key}']` : `${path}['${key}']`)

export const httpUrl: Check = (value, path) => {
  if (typeof value !== 'string' || value.length > 2000 || !/^https?:\/\/\S+$/.test(value)) {
    throw notAllowed(path, 'must be an absolute http(s) URL of at most 2000 characters')
  }
}

export const retailerId = text(100)
export const catalogId = pattern(/^[0-9]+$/, 'a catalog id')

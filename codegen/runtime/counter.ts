import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * The trusted counter, by its contract.
 *
 * A certificate says: counter `counter` of `instance` moved to `value` for exactly this statement. Because
 * the new value
 * must be greater than the current one, strictly and for both kinds, there is at most one certificate for
 * each
 * (instance, incarnation, counter, value). An *independent* one says nothing of the past; a *continuing* one
 * also says
 * which value came before, read inside the counter.
 *
 * The code is computed over fixed-width fields that begin with the kind, so that no certificate reads as
 * another one.
 */
export interface Certificate {
  /** Who owns the counter: the node's name. */
  readonly instance: string;
  /** Which life of the instance; a counter that lost its values must come back with another one. */
  readonly incarnation: number;
  /** Which of the instance's counters. */
  readonly counter: string;
  readonly kind: CertificateKind;
  /** The value before; 0 in independent certificates. */
  readonly previous: number;
  readonly value: number;
  /** HMAC-SHA-256, 64 hexadecimal digits. */
  readonly mac: string;
}

export type CertificateKind = "independent" | "continuing";

/** What is certified: the message's type and the SHA-256 digest of its content, 64 hexadecimal digits. */
export interface Statement {
  readonly type: string;
  readonly digest: string;
}

export interface CertifyRequest {
  readonly counter: string;
  readonly kind: CertificateKind;
  readonly value: number;
  readonly statement: Statement;
}

export type CertifyResult =
  | { readonly ok: true; readonly certificate: Certificate }
  | { readonly ok: false; readonly reason: CounterRefusal };

/** `stale`: the value is not above the current one. `host`: this connection may not create. */
export type CounterRefusal = "stale" | "range" | "identifier" | "statement" | "host";

/** A counter as its host uses it. The host never sees the key. */
export interface TrustedCounter {
  certify(request: CertifyRequest): Promise<CertifyResult>;
  /** Whether some counter that shares the key made this certificate for this statement. */
  verify(certificate: Certificate, statement: Statement): Promise<boolean>;
  /** The last certificate of one of the own counters, for a host that lost it; `undefined` at value 0. */
  last(counter: string): Promise<Certificate | undefined>;
}

/** Values are below this one. */
export const COUNTER_LIMIT = 2 ** 53;
/** Longest identifier, in bytes of UTF-8. */
export const IDENTIFIER_BYTES = 32;
const KEY_BYTES = 32;
const KIND_TAG = { independent: 1, continuing: 2 } as const;

/**
 * The counter's inside: values, last certificates and the key. Lives in the trusted process, or in a test.
 */
export class CounterCore {
  readonly instance: string;
  readonly incarnation: number;
  readonly #key: Buffer;
  readonly #last = new Map<string, Certificate>();

  /**
   * Throws `RangeError` if the key is not 32 bytes, or the instance or the incarnation does not fit its
   * field.
   */
  constructor(options: { readonly instance: string; readonly incarnation: number; readonly key: Buffer }) {
    if (options.key.length !== KEY_BYTES) throw new RangeError(`the key must have ${KEY_BYTES} bytes`);
    if (!fitsIdentifier(options.instance))
      throw new RangeError("the instance's name must have 1 to 32 bytes");
    if (!inRange(options.incarnation)) throw new RangeError("the incarnation must be in 0 .. 2^53 - 1");
    this.instance = options.instance;
    this.incarnation = options.incarnation;
    this.#key = Buffer.from(options.key);
  }

  certify(request: CertifyRequest): CertifyResult {
    const { counter, kind, value, statement } = request;
    if (!fitsIdentifier(counter) || !Object.hasOwn(KIND_TAG, kind))
      return { ok: false, reason: "identifier" };
    if (!inRange(value)) return { ok: false, reason: "range" };
    if (!isStatement(statement)) return { ok: false, reason: "statement" };
    const current = this.#last.get(counter)?.value ?? 0;
    if (value <= current) return { ok: false, reason: "stale" };
    const { instance, incarnation } = this;
    const unsigned = {
      instance,
      incarnation,
      counter,
      kind,
      previous: kind === "continuing" ? current : 0,
      value,
    };
    const certificate = { ...unsigned, mac: code(this.#key, unsigned, statement).toString("hex") };
    this.#last.set(counter, certificate);
    return { ok: true, certificate };
  }

  verify(certificate: Certificate, statement: Statement): boolean {
    if (!isCertificate(certificate) || !isStatement(statement)) return false;
    if (certificate.kind === "independent" && certificate.previous !== 0) return false;
    if (certificate.value <= certificate.previous) return false;
    return timingSafeEqual(code(this.#key, certificate, statement), Buffer.from(certificate.mac, "hex"));
  }

  last(counter: string): Certificate | undefined {
    return this.#last.get(counter);
  }
}

/** The core as a counter in the host's own process: for tests and simulations, where nobody attacks. */
export function localCounter(core: CounterCore): TrustedCounter {
  return {
    certify: (request) => Promise.resolve(core.certify(request)),
    verify: (certificate, statement) => Promise.resolve(core.verify(certificate, statement)),
    last: (counter) => Promise.resolve(core.last(counter)),
  };
}

/** Whether something from outside has the form of a certificate, every field in its range. */
export function isCertificate(x: unknown): x is Certificate {
  if (typeof x !== "object" || x === null) return false;
  const c = x as Partial<Record<keyof Certificate, unknown>>;
  return (
    fitsIdentifier(c.instance) &&
    fitsIdentifier(c.counter) &&
    inRange(c.incarnation) &&
    inRange(c.previous) &&
    inRange(c.value) &&
    (c.kind === "independent" || c.kind === "continuing") &&
    isDigest(c.mac)
  );
}

/** Whether something from outside has the form of a statement. */
export function isStatement(x: unknown): x is Statement {
  if (typeof x !== "object" || x === null) return false;
  const { type, digest } = x as Partial<Record<keyof Statement, unknown>>;
  return fitsIdentifier(type) && isDigest(digest);
}

export function isDigest(x: unknown): x is string {
  return typeof x === "string" && /^[0-9a-f]{64}$/.test(x);
}

function fitsIdentifier(x: unknown): x is string {
  if (typeof x !== "string") return false;
  const bytes = Buffer.from(x, "utf8");
  // An unpaired surrogate would share its encoding with others.
  return bytes.length > 0 && bytes.length <= IDENTIFIER_BYTES && bytes.toString("utf8") === x;
}

function inRange(x: unknown): x is number {
  return typeof x === "number" && Number.isInteger(x) && x >= 0 && x < COUNTER_LIMIT && !Object.is(x, -0);
}

/**
 * Layout: kind 1 · instance 1 + 32 · incarnation 8 · counter 1 + 32 · previous 8 · value 8 · statement 32
 * (bytes).
 */
function code(key: Buffer, unsigned: Omit<Certificate, "mac">, statement: Statement): Buffer {
  const statementDigest = createHash("sha256")
    .update(identifierField(statement.type))
    .update(Buffer.from(statement.digest, "hex"))
    .digest();
  return createHmac("sha256", key)
    .update(Buffer.of(KIND_TAG[unsigned.kind]))
    .update(identifierField(unsigned.instance))
    .update(numberField(unsigned.incarnation))
    .update(identifierField(unsigned.counter))
    .update(numberField(unsigned.previous))
    .update(numberField(unsigned.value))
    .update(statementDigest)
    .digest();
}

function identifierField(text: string): Buffer {
  const field = Buffer.alloc(1 + IDENTIFIER_BYTES);
  field[0] = field.write(text, 1, "utf8");
  return field;
}

function numberField(value: number): Buffer {
  const field = Buffer.alloc(8);
  field.writeBigUInt64BE(BigInt(value));
  return field;
}

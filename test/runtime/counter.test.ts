import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Certificate,
  type CertificateKind,
  COUNTER_LIMIT,
  CounterCore,
  type Statement,
} from "../../codegen/runtime/counter.js";

const key = Buffer.alloc(32, 7);
const core = (instance = "a", incarnation = 1) => new CounterCore({ instance, incarnation, key });
const statement = (n: number, type = "event"): Statement => ({
  type,
  digest: n.toString(16).padStart(64, "0"),
});
const kinds = fc.constantFrom<CertificateKind>("independent", "continuing");
const request = fc.record({
  counter: fc.constantFrom("c", "d"),
  kind: kinds,
  value: fc.integer({ min: -1, max: 12 }),
  statement: fc.nat(5).map((n) => statement(n)),
});

function made(counter: CounterCore, value: number, kind: CertificateKind = "continuing"): Certificate {
  const result = counter.certify({ counter: "c", kind, value, statement: statement(1) });
  if (!result.ok) throw new Error(result.reason);
  return result.certificate;
}

describe("the trusted counter", () => {
  it("certifies each value once, upwards only, and knows the value before", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 30 }), (requests) => {
        const counter = core();
        const current = new Map<string, number>();
        for (const r of requests) {
          const before = current.get(r.counter) ?? 0;
          const result = counter.certify(r);
          expect(result.ok).toBe(r.value > before);
          if (!result.ok) continue;
          expect(result.certificate.previous).toBe(r.kind === "continuing" ? before : 0);
          expect(counter.last(r.counter)).toEqual(result.certificate);
          expect(core("b").verify(result.certificate, r.statement)).toBe(true);
          current.set(r.counter, r.value);
        }
      }),
    );
  });

  it("keeps the kinds apart (U1), also at previous value 0", () => {
    for (const kind of ["independent", "continuing"] as const) {
      const other = kind === "independent" ? "continuing" : "independent";
      const certificate = made(core(), 4, kind);
      expect(core().verify({ ...certificate, kind: other }, statement(1))).toBe(false);
    }
    const independent = made(core(), 4, "independent");
    expect(core().verify({ ...independent, previous: 2 }, statement(1))).toBe(false);
  });

  it("binds the type (U2) and the content", () => {
    const certificate = made(core(), 1);
    expect(core().verify(certificate, statement(1))).toBe(true);
    expect(core().verify(certificate, statement(1, "ack"))).toBe(false);
    expect(core().verify(certificate, statement(2))).toBe(false);
  });

  it("refuses what does not fit its field (U4)", () => {
    const at = (value: number) =>
      core().certify({ counter: "c", kind: "continuing", value, statement: statement(1) });
    for (const value of [-1, 0.5, COUNTER_LIMIT, Number.NaN, Infinity]) {
      expect(at(value)).toEqual({ ok: false, reason: "range" });
      expect(core().verify({ ...made(core(), 1), value }, statement(1))).toBe(false);
    }
    expect(at(COUNTER_LIMIT - 1).ok).toBe(true);
    expect(at(0)).toEqual({ ok: false, reason: "stale" });
    for (const counter of ["", "c".repeat(33), "é".repeat(17), "\ud800"]) {
      const result = core().certify({ counter, kind: "continuing", value: 1, statement: statement(1) });
      expect(result).toEqual({ ok: false, reason: "identifier" });
      expect(() => core(counter)).toThrow(RangeError);
    }
    expect(() => new CounterCore({ instance: "a", incarnation: 1, key: Buffer.alloc(4) })).toThrow(
      RangeError,
    );
  });

  it("refuses a certificate with any field changed", () => {
    const counter = core();
    made(counter, 2);
    const certificate = made(counter, 5);
    const changed = fc.constantFrom<Partial<Record<keyof Certificate, unknown>>>(
      { instance: "b" },
      { instance: "a\0" },
      { incarnation: 2 },
      { counter: "d" },
      { kind: "independent" },
      { kind: "other" },
      { previous: 1 },
      { previous: -0 },
      { value: 6 },
      { mac: "0".repeat(64) },
      { mac: certificate.mac.toUpperCase() },
      { mac: undefined },
    );
    fc.assert(
      fc.property(changed, (change) => {
        expect(core().verify({ ...certificate, ...change } as Certificate, statement(1))).toBe(false);
      }),
    );
    const other = new CounterCore({ instance: "a", incarnation: 1, key: Buffer.alloc(32, 8) });
    expect(other.verify(certificate, statement(1))).toBe(false);
  });
});

/** The mapping file's form. Texts called TLA+ may speak of the line: `$` is its event, `^` the whole line (see `paths.ts`). */
import { z } from "zod";

const tla = z.string().min(1);
const reason = z.string().min(1);

/** What stands on the right of a comparison: equal to it, in it, all of it, part of it, or between two of it. */
const right = z.union([
  tla,
  z.strictObject({ in: tla }),
  z.strictObject({ contains: tla }),
  z.strictObject({ subsetOf: tla }),
  z.strictObject({ atLeast: tla, atMost: tla.optional() }),
  z.strictObject({ atLeast: tla.optional(), atMost: tla }),
]);
/** TLA+ of the specification → TLA+ of the line. The key `+` names a list of `checks` to be made as well. */
const checks = z.record(z.string().min(1), right);
const checksOrName = z.union([z.string().min(1), checks]);

/** Fields of a message → TLA+ of the line; a key with `@` is TLA+ in which `@` is the message. */
const fields = z.record(z.string().min(1), right);
/** By a value of the line: its own fields and those of `*`. */
const byValue = z.strictObject({ by: tla, cases: z.record(z.string(), fields), always: fields.optional() });
const pattern = z.union([z.string().min(1), byValue, fields]);

const take = z.record(
  z.string().regex(/^\w+$/),
  z.union([tla, z.strictObject({ in: tla, match: pattern.optional() })]),
);
const message = z.strictObject({ in: tla, match: pattern, bag: z.boolean().optional() });

const action = z.union([tla, z.array(tla).min(1), z.strictObject({ oneOf: z.array(tla).min(1) })]);

const event = z.strictObject({
  /** The event's name, several, patterns with `*`, or null for lines without a name. */
  on: z.union([z.string(), z.array(z.string()).min(1), z.null()]),
  /** What its lines are called where they are told, in place of the rule's place and action. */
  title: z.string().min(1).optional(),
  /** Decided by the line alone. */
  if: tla.optional(),
  /** An action with arguments, `any`, `none`, several in a row, or one of several. */
  do: action,
  until: tla.optional(),
  max: z.int().min(1).optional(),
  take: take.optional(),
  sends: message.optional(),
  has: message.optional(),
  before: checksOrName.optional(),
  after: checksOrName.optional(),
  delta: z.record(z.string().regex(/^\w+$/), tla).optional(),
  early: z.strictObject({ for: z.array(z.string()).min(1), within: z.int().min(1) }).optional(),
  /** Fields that this rule leaves alone, and why. */
  ignore: z.record(z.string(), reason).optional(),
});

const silent = z.strictObject({
  do: tla,
  for: z.array(z.string()).min(1),
  if: tla.optional(),
  max: z.int().min(1),
  why: reason,
});

const path = z.string().regex(/^[$^]/, "a path begins with `$` (the event) or `^` (the line)");

const log = z.strictObject({
  format: z.enum(["ndjson", "json", "csv"]).optional(),
  /** A test of the line: those that fail it do not count. */
  select: tla.optional(),
  /** Where in a line its event lies. */
  line: path.optional(),
  name: path.optional(),
  node: path.optional(),
  /** `each`: every file is a trace; `merged`: all files are one. */
  files: z.enum(["each", "merged"]).optional(),
  /** As lines stand in their files, by stamps that can be compared, or by clocks of nodes (`node`: whose; else `log.node`). */
  order: z
    .union([
      z.literal("file"),
      z.strictObject({ by: path }),
      z.strictObject({ vector: path, node: path.optional() }),
      z.strictObject({ lamport: path, node: path.optional() }),
    ])
    .optional(),
  /** Numbers that go up by one for each node; `first` is that of a node's first line. */
  sequence: z.union([path, z.strictObject({ path, first: z.int() })]).optional(),
  /** A test of the line that ends the log (of its node); `count` says how many lines stand before it. */
  end: z.union([tla, z.strictObject({ if: tla, count: path })]).optional(),
  /** Nodes that must have logged something. */
  nodes: z.array(z.string()).optional(),
  /** So many lines there must be. */
  least: z.int().min(1).optional(),
});

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  spec: z.string().optional(),
  /** The next-state relation, where it is not the model's. */
  next: z.string().optional(),
  /** In place of the model's: the name of a formula, or a formula. */
  init: z.string().optional(),
  log: log.optional(),
  config: z.array(z.strictObject({ if: tla, constants: z.record(z.string(), tla) })).optional(),
  constants: z
    .record(z.string(), z.union([tla, z.strictObject({ collect: z.array(tla).min(1) })]))
    .optional(),
  maps: z.record(z.string().regex(/^\w+$/), z.record(z.string(), tla)).optional(),
  rename: z.record(path, z.array(tla).min(1)).optional(),
  let: z.record(z.string().regex(/^\w+$/), tla).optional(),
  boot: z
    .strictObject({
      events: z.array(z.string()).min(1),
      per: path.optional(),
      init: z.record(z.string().min(1), tla),
    })
    .optional(),
  checks: z.record(z.string(), checks).optional(),
  patterns: z.record(z.string(), z.union([byValue, fields])).optional(),
  delta: z
    .strictObject({ op: z.string(), path: z.string(), args: z.string(), ops: z.record(z.string(), tla) })
    .optional(),
  events: z.array(event).min(1),
  silent: z.array(silent).optional(),
  ignore: z
    .strictObject({
      events: z.record(z.string(), reason).optional(),
      fields: z.record(z.string(), reason).optional(),
    })
    .optional(),
  /** Names of invariants, beside those of the model. */
  invariants: z.array(z.string()).optional(),
});

export type MappingFile = z.infer<typeof mappingSchema>;
export type EventRule = MappingFile["events"][number];
export type SilentRule = NonNullable<MappingFile["silent"]>[number];
export type Right = z.infer<typeof right>;
export type Pattern = z.infer<typeof pattern>;
export type Fields = z.infer<typeof fields>;

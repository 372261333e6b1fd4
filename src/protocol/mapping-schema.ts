/** The form of a mapping file. */
import { z } from "zod";

const identifier = z.string().regex(/^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/, "must be a TLA+ identifier");

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The initial predicate and the next-state relation, where they are not called Init and Next. */
  init: identifier.optional(),
  next: identifier.optional(),
  /** The set of nodes: a constant. */
  nodes: identifier.optional(),
  /** The variable that holds the messages, or those that do together. */
  network: z.union([identifier, z.array(identifier).min(1)]).optional(),
  /** Variables that are the environment's: guards that read them are left out. */
  environment: z.array(identifier).optional(),
  /** The field that tells the kind of a message. */
  kindField: identifier.optional(),
  /** Keys that one node each acts for: the set of keys, and the message field that holds one. */
  owners: z.array(z.strictObject({ keys: identifier, field: identifier })).optional(),
  /** Sets from which clients, not nodes, choose. */
  clientValues: z.array(identifier).optional(),
  /** Variables of a node that survive a crash; default: all. */
  durable: z.array(identifier).optional(),
  /** Invariants that speak of what nodes do (checked of the correct ones); default: those of the model. */
  invariants: z.array(identifier).optional(),
  /** State predicates that a useful model must reach, with what they mean. */
  goals: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** Over the specification's variables, at correct nodes; may speak of Correct and Byz. */
        holds: z.string().min(1),
        /** The model to look in; default: the default model. */
        model: z.string().optional(),
        /** Actions left out while searching: what is reached without them is reached with them. */
        skip: z.array(identifier).optional(),
      }),
    )
    .optional(),
  /** How replicas are run: see `codegen/runtime`. */
  run: z
    .strictObject({
      clientAction: identifier,
      clientParameter: identifier,
      decided: identifier,
      timeouts: z.array(identifier),
      restart: identifier.optional(),
      constants: z
        .record(z.string(), z.union([z.number().int(), z.string(), z.array(z.string())]))
        .optional(),
    })
    .optional(),
});

export type Mapping = z.infer<typeof mappingSchema>;

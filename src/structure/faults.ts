/** What can be wrong with, or not be found in, a specification's structure: one function for each message. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

const make =
  (severity: Diagnostic["severity"]) =>
  (code: string, message: string, place: Place, hint: string): Diagnostic => ({
    code: `structure/${code}`,
    severity,
    message,
    place,
    hint,
  });
const error = make("error");
const warning = make("warning");
const info = make("info");

export const noDefinition = (name: string, place: Place): Diagnostic =>
  error(
    "no-definition",
    `there is no definition \`${name}\` without parameters`,
    place,
    "check the name in the .cfg or option",
  );

export const noNextIn = (name: string, place: Place): Diagnostic =>
  error(
    "no-next",
    `\`${name}\` has no conjunct [][Next]_vars`,
    place,
    "name Init and Next (INIT, NEXT), or another formula",
  );

export const noBehaviour = (place: Place): Diagnostic =>
  error(
    "no-behaviour",
    "no Init/Next found: no definition has the form Init /\\ [][Next]_vars, and none is called Next",
    place,
    "name them: --init, --next, or a .cfg with INIT and NEXT or SPECIFICATION",
  );

export const severalBehaviours = (names: readonly string[], chosen: string, place: Place): Diagnostic =>
  warning(
    "several-behaviours",
    `several behaviours with different next-state relations: ${names.join(", ")}; taken: ${chosen}`,
    place,
    "say which is meant: --specification, or a .cfg with SPECIFICATION",
  );

export const tooManySteps = (most: number, place: Place): Diagnostic =>
  error(
    "too-many-steps",
    `the next-state relation has more than ${most} steps when its disjunctions are multiplied out`,
    place,
    "split it into actions: disjunctions that stand in one conjunction multiply",
  );

export const composition = (action: string, place: Place): Diagnostic =>
  warning(
    "composition",
    `${action} composes actions (\\cdot): the step between is not seen`,
    place,
    "write the composed step out",
  );

export const forAllSteps = (action: string, place: Place): Diagnostic =>
  warning(
    "for-all-steps",
    `${action} says \\A over a formula with primes: what it assigns is not seen`,
    place,
    "write the new value as a function: x' = [i \\in S |-> …]",
  );

export const unbounded = (action: string, place: Place): Diagnostic =>
  warning("unbounded", `${action} binds a name without a set`, place, "give the set: \\E x \\in S");

export const unassigned = (action: string, variable: string, place: Place): Diagnostic =>
  warning(
    "unassigned",
    `${action} says nothing of \`${variable}'\``,
    place,
    `add UNCHANGED ${variable}, or give its new value`,
  );

export const assignedTwice = (action: string, variable: string, first: Place, second: Place): Diagnostic => ({
  ...warning(
    "assigned-twice",
    `${action} says twice what \`${variable}'\` is; both must hold, so the action may never happen`,
    second,
    "say it once",
  ),
  notes: [{ message: `also said here`, place: first }],
});

export const primedElsewhere = (action: string, text: string, place: Place): Diagnostic =>
  warning(
    "primed-elsewhere",
    `${action} speaks of the next state in \`${text}\`, which assigns nothing`,
    place,
    "give each variable one conjunct x' = … or x' \\in …",
  );

export const wrongBase = (action: string, variable: string, other: string, place: Place): Diagnostic =>
  warning(
    "wrong-base",
    `${action}: \`${variable}'\` copies \`${other}\`: meant?`,
    place,
    `all other entries of ${variable} become those of ${other}; write [${variable} EXCEPT …] if not`,
  );

export const twoActors = (
  action: string,
  names: readonly string[],
  first: Place,
  second: Place,
): Diagnostic => ({
  ...info(
    "two-actors",
    `${action} writes the slices of ${names.join(" and ")}: one step of two nodes`,
    second,
    "split it into a message and its receipt",
  ),
  notes: [{ message: `${names[0]} is written here`, place: first }],
});

export const peerRead = (action: string, variable: string, actor: string, place: Place): Diagnostic =>
  info(
    "peer-read",
    `${action} of ${actor} reads \`${variable}\`, of another node`,
    place,
    "let a message tell it; or weaken the guard",
  );

export const noNetwork = (place: Place): Diagnostic =>
  info(
    "no-network",
    "no network found: no variable holds messages that one action adds and another one takes or quantifies over",
    place,
    "nodes that read each other's variables send nothing, so nothing can be justified",
  );

export const sharedTable = (variable: string, place: Place): Diagnostic =>
  info(
    "shared-table",
    `\`${variable}\` is written and read by all`,
    place,
    "make it a message, or index it by its reader",
  );

export const mailbox = (variable: string, action: string, place: Place): Diagnostic =>
  info(
    "mailbox",
    `${action} overwrites \`${variable}\`: a message that was there is gone`,
    place,
    "add to a set or a sequence",
  );

export const onlyCounted = (variable: string, place: Place): Diagnostic =>
  info(
    "only-counted",
    `messages in \`${variable}\` are only counted, never read`,
    place,
    "read them one by one",
  );

export const emptiness = (action: string, variable: string, place: Place): Diagnostic =>
  info(
    "emptiness",
    `${action}: guard needs "nothing else in flight" in \`${variable}\``,
    place,
    "a node cannot see that; guard by what it has received",
  );

export const absence = (action: string, kind: string, place: Place): Diagnostic =>
  info(
    "absence",
    `${action} needs that no ${kind} was sent`,
    place,
    "legal about the node's own messages: a slot or a counter remembers them",
  );

export const noTag = (variable: string, place: Place): Diagnostic =>
  info(
    "no-kind-field",
    `no field tells the kinds of the messages in \`${variable}\` apart`,
    place,
    'give every message a field such as kind |-> "Vote"',
  );

export const noSender = (kind: string, place: Place): Diagnostic =>
  info(
    "no-sender",
    `nothing in messages of kind ${kind} tells who sent them`,
    place,
    "add a field, or say who owns what it is about",
  );

export const messageShape = (action: string, variable: string, place: Place): Diagnostic =>
  info(
    "message-shape",
    `${action} adds to \`${variable}\` what is not seen to be records`,
    place,
    "send records with a kind",
  );

export const typeSet = (action: string, text: string, place: Place): Diagnostic =>
  warning(
    "type-set",
    `${action} sends the set of all records \`${text}\` as one message`,
    place,
    "a broadcast is one message; [a : S] is the set of all records, [a |-> e] is one",
  );

export const chosenOnce = (action: string, text: string, place: Place): Diagnostic =>
  info(
    "choose",
    `${action} takes one fixed value by CHOOSE: \`${text}\``,
    place,
    "if any will do, bind it: \\E x \\in S",
  );

export const constantVariable = (variable: string, place: Place): Diagnostic =>
  info(
    "constant-variable",
    `\`${variable}\` never changes in this behaviour`,
    place,
    "read it as a constant",
  );

export const ghost = (variable: string, place: Place): Diagnostic =>
  info(
    "ghost",
    `\`${variable}\` is read by no guard and no other variable`,
    place,
    "history: it can be left out",
  );

export const budget = (variable: string, place: Place): Diagnostic =>
  info(
    "budget",
    `\`${variable}\` is only counted up and compared with constants: it bounds the exploration`,
    place,
    "a state constraint says the same without a variable",
  );

export const alreadyLies = (action: string, place: Place): Diagnostic =>
  info(
    "liar",
    `${action} sends fields that it reads nowhere: already Byzantine?`,
    place,
    "name the honest behaviour (--next)",
  );

export const literalNode = (action: string, text: string, place: Place): Diagnostic =>
  info(
    "literal-node",
    `${action}: guard names one node, \`${text}\`: nodes are not alike`,
    place,
    "make it a constant set",
  );

export const replaced = (name: string, by: string, place: Place): Diagnostic =>
  info(
    "replaced-by-model",
    `the model replaces \`${name}\` by \`${by}\`; the structure is that of the specification`,
    place,
    "what the model adds is a bound of the exploration, no step of the protocol",
  );

export const initShape = (variable: string, init: string, used: string, place: Place): Diagnostic =>
  warning(
    "init-shape",
    `Init makes \`${variable}\` one of ${init}, actions use \`${used}\``,
    place,
    "make both alike",
  );

export const deadAction = (action: string, text: string, place: Place): Diagnostic =>
  warning(
    "dead-action",
    `${action} can never happen: \`${text}\` is FALSE`,
    place,
    "drop it or mend the guard",
  );

export const wrongSet = (kind: string, variable: string, place: Place): Diagnostic =>
  warning(
    "never-sent",
    `${kind} is looked for in \`${variable}\`, where nobody puts it`,
    place,
    "check the name of the kind and the variable",
  );

export const nodesAreState = (variable: string, place: Place): Diagnostic =>
  info(
    "nodes-are-state",
    `quorums or nodes are taken from the state \`${variable}\``,
    place,
    "fix them, or use history",
  );

export const unnameable = (name: string, place: Place): Diagnostic =>
  warning(
    "not-nameable",
    `\`${name}\` cannot be named from the root module`,
    place,
    "drop LOCAL, or name the INSTANCE",
  );

export const constantGuard = (action: string, text: string, place: Place): Diagnostic =>
  info(
    "constant-guard",
    `the model alone decides whether ${action} exists: \`${text}\` speaks of constants only`,
    place,
    "a verdict holds for the models it was reached with",
  );

export const enabledGuard = (action: string, text: string, place: Place): Diagnostic =>
  info(
    "enabled-guard",
    `${action} asks whether another action could happen: \`${text}\``,
    place,
    "write that action's guard out",
  );

/** One constructor per message of reading a protocol. Codes are stable; every one has a test that triggers it. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

function error(code: string, message: string, place: Place | undefined, hint: string): Diagnostic {
  return { code: `protocol/${code}`, severity: "error", message, ...(place ? { place } : {}), hint };
}

export const unsupportedUnit = (what: string, place: Place): Diagnostic =>
  error(
    "unsupported-unit",
    `${what} is not supported in a protocol specification yet`,
    place,
    "write the operators that the next-state relation needs as plain definitions of this module",
  );

export const noDefinition = (name: string, role: string, place: Place | undefined): Diagnostic =>
  error(
    "no-definition",
    `the module defines no ${name}`,
    place,
    `define ${name}, or name the ${role} in the mapping file ("${role}")`,
  );

export const noNodeSet = (place: Place | undefined): Diagnostic =>
  error(
    "no-node-set",
    "the set of nodes cannot be told: no variable starts as a function [n \\in Nodes |-> …]",
    place,
    'make the variables of a node functions over the set of nodes, or name the set in the mapping file ("nodes")',
  );

export const noNetwork = (place: Place | undefined, candidates: readonly string[]): Diagnostic =>
  error(
    "no-network",
    candidates.length === 0
      ? "no variable holds the messages: none starts as {} and grows by messages sent"
      : `several variables could hold the messages: ${candidates.join(", ")}`,
    place,
    'the network must be one set of messages that only grows; name it in the mapping file ("network")',
  );

export const globalVariable = (name: string, place: Place): Diagnostic =>
  error(
    "global-variable",
    `variable ${name} belongs to no node: it does not start as a function over the set of nodes`,
    place,
    'what a node knows must be its own: make it [n \\in Nodes |-> …], or a message; if only guards read it, and nodes need not know it, name it in the mapping file ("environment")',
  );

export const environmentRead = (name: string, action: string, place: Place): Diagnostic =>
  error(
    "environment-read",
    `${name} is to be the environment's, but what ${action} writes or sends depends on it`,
    place,
    'only guards may read what "environment" names in the mapping file; make it [n \\in Nodes |-> …] otherwise',
  );

export const initShape = (name: string, place: Place | undefined): Diagnostic =>
  error(
    "init-shape",
    `the initial value of ${name} is not given as ${name} = …`,
    place,
    `write one conjunct ${name} = [n \\in Nodes |-> …] in the initial predicate`,
  );

export const networkInit = (name: string, place: Place): Diagnostic =>
  error(
    "network-init",
    `${name} cannot be the network: it does not start as {}`,
    place,
    `start with ${name} = {}, or name another variable in the mapping file ("network")`,
  );

export const initReads = (name: string, other: string, place: Place): Diagnostic =>
  error(
    "init-reads",
    `the initial value of ${name} depends on that of ${other}`,
    place,
    "write the value out: what a node starts with may depend on constants and on the node",
  );

export const tupleBound = (place: Place): Diagnostic =>
  error(
    "tuple-bound",
    "a bound tuple or an unbounded name is not supported in an action",
    place,
    "bind one name: \\E x \\in S",
  );

export const primedElsewhere = (place: Place): Diagnostic =>
  error(
    "primed-elsewhere",
    "a primed variable outside of x' = …",
    place,
    "say what the new value is (x' = …) and use that expression here",
  );

export const networkUpdate = (name: string, place: Place): Diagnostic =>
  error(
    "network-update",
    `the network ${name} is changed otherwise than by adding messages`,
    place,
    `write ${name}' = ${name} \\cup {message}; messages are lost by never being received`,
  );

export const updateShape = (name: string, place: Place): Diagnostic =>
  error(
    "update-shape",
    `the new value of ${name} is not that of one node changed`,
    place,
    `write ${name}' = [${name} EXCEPT ![n] = …] with n the acting node`,
  );

export const assignedTwice = (name: string, action: string, first: Place, second: Place): Diagnostic => ({
  ...error(
    "assigned-twice",
    `action ${action} says twice what the new value of ${name} is`,
    second,
    `say it once (both must hold, so that the action may never happen); several messages: \\cup {a, b}`,
  ),
  notes: [{ message: `${name}' is also given here`, place: first }],
});

export const twoActors = (
  action: string,
  first: Place,
  second: Place,
  names: readonly string[],
): Diagnostic => ({
  ...error(
    "two-actors",
    `action ${action} changes the state of two nodes, ${names.join(" and ")}`,
    second,
    "one step is taken by one node: split the action, and let the second node act on a message",
  ),
  notes: [{ message: `${names[0]} is changed here`, place: first }],
});

export const noActor = (
  action: string,
  place: Place,
  owners: readonly { readonly keys: string; readonly field: string }[] = [],
): Diagnostic => {
  const shown = owners.length === 0 ? [{ keys: "<set>", field: "<message field>" }] : owners;
  const entries = shown.map(({ keys, field }) => `{ "keys": "${keys}", "field": "${field}" }`);
  const which = entries.length > 1 ? "one of " : "";
  return error(
    "no-actor",
    `nothing tells which node takes action ${action}`,
    place,
    `if only the owner of a key (say of a ballot) may take it, say so in the mapping file: "owners": ${which}[${entries.join("], [")}]`,
  );
};

export const singleton = (name: string, action: string, nodeSet: string, place: Place): Diagnostic =>
  error(
    "singleton",
    `${name} is the state of one process that is none of ${nodeSet}: ${action} writes it as a whole`,
    place,
    `nodes of one sort only are supported: let a member of ${nodeSet} do what that process does, and make ${name} [n \\in ${nodeSet} |-> …]`,
  );

export const sharedTable = (name: string, index: string, action: string, place: Place): Diagnostic =>
  error(
    "shared-table",
    `${name}[${index}] is written and read by all: ${action} writes it here`,
    place,
    `make it a message, or index ${name} by the node that reads it; if only guards read it, and nodes need not know it, name it in the mapping file ("environment")`,
  );

export const readEachOther = (names: readonly string[], place: Place | undefined): Diagnostic =>
  error(
    "no-messages",
    `nodes read each other's ${names.join(", ")}; nothing is sent, so nothing can be justified`,
    place,
    "let what a node learns of another come in a message: a variable that starts as {} and grows by messages sent",
  );

export const queue = (name: string, append: string, take: string, place: Place): Diagnostic =>
  error(
    "fifo-channel",
    `${name} is a FIFO channel: ${append} appends to it and ${take} takes what is at its head; a network that keeps an order is not supported`,
    place,
    "send messages into one set that only grows, with fields for sender and receiver; where the order matters, number them and let the receiver take the next number",
  );

export const clock = (name: string, action: string, place: Place): Diagnostic =>
  error(
    "clock",
    `${name} is a clock that all nodes share: ${action} counts it up; that time has passed cannot be certified`,
    place,
    `let a time-out be a step that may always be taken (safety must not rest on time); if only guards read ${name}, name it in the mapping file ("environment")`,
  );

export const allNodesWritten = (action: string, variable: string, place: Place): Diagnostic =>
  error(
    "all-nodes",
    `action ${action} changes ${variable} of all nodes in one step`,
    place,
    `one step is taken by one node: \\E n : ${variable}' = [${variable} EXCEPT ![n] = …]; time need not pass for all at once`,
  );

export const notLocal = (variable: string, actor: string, action: string, place: Place): Diagnostic =>
  error(
    "not-local",
    `action ${action} of node ${actor} reads ${variable} of another node`,
    place,
    `read only ${variable}[${actor}]; what other nodes know must come in a message`,
  );

export const absence = (action: string, network: string, place: Place): Diagnostic =>
  error(
    "absence-of-message",
    `action ${action} depends on the absence of a message in ${network}, which no node can see`,
    place,
    'legal only about the node\'s own messages: equate the field that names the sender with the acting node, or one that holds a key with an owner ("owners" in the mapping file) with its key',
  );

export const networkElsewhere = (network: string, place: Place): Diagnostic =>
  error(
    "network-elsewhere",
    `${network} is read as a whole here`,
    place,
    `read messages one by one (\\E m \\in ${network} : …) or as {m \\in ${network} : …}`,
  );

export const messageShape = (place: Place): Diagnostic =>
  error(
    "message-shape",
    "a message is sent whose fields cannot be seen",
    place,
    'send records: [kind |-> "…", …], directly or through an operator whose body is one',
  );

export const noKindField = (place: Place | undefined): Diagnostic =>
  error(
    "no-kind-field",
    place === undefined
      ? "no action sends a message"
      : "no field tells the kind of a message: none holds a string or a constant in all messages sent",
    place,
    'give every message a field such as kind |-> "Vote"',
  );

export const noSender = (kind: string, place: Place): Diagnostic =>
  error(
    "no-sender",
    `nothing tells who sends a ${kind} message`,
    place,
    'add a field that holds the acting node (source |-> n), or a field that holds a key with an owner ("owners" in the mapping file)',
  );

export const mappingName = (
  name: string,
  what: string,
  place: Place | undefined,
  known: readonly string[] = [],
): Diagnostic => {
  const hint = known.length === 0 ? "check the spelling" : `there are: ${known.join(", ")}`;
  return error("mapping-name", `${what} ${name} is not in the module`, place, hint);
};

export const noAction = (place: Place): Diagnostic =>
  error("no-action", "the next-state relation has no action", place, "Next must be a disjunction of actions");

const honest =
  'name the behaviour without liars in the mapping file ("init", "next"), or with SPECIFICATION in the model; liars come in by transforming';

export const alreadyHybrid = (module: string, action: string, nodes: string, place: Place): Diagnostic =>
  error(
    "already-hybrid",
    `${module} is a hybrid already: ${action} lets nodes of ${nodes} claim steps, and keeps account of what they claimed`,
    place,
    "transform the crash-tolerant specification that it was made from; a second defence would only check the first",
  );

export const alreadyByzantine = (action: string, nodes: string, place: Place): Diagnostic =>
  error(
    "already-byzantine",
    `already Byzantine: ${action} lets nodes of ${nodes}, and no others, send messages that follow from nothing they have`,
    place,
    honest,
  );

export const sendsAnything = (action: string, set: string, place: Place): Diagnostic =>
  error(
    "sends-anything",
    `already Byzantine: ${action} sends any message of ${set}, whatever the sender has`,
    place,
    `${honest}; a step that is honest: write the record that it sends`,
  );

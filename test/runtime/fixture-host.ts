import { connectCounter } from "../../codegen/runtime/counter-client.js";
import { startReplica } from "../../codegen/runtime/replica.js";
import { openStorage } from "../../codegen/runtime/storage.js";
import { type Ports, tcpTransport } from "../../codegen/runtime/transport.js";
import { constants, policy, protocol } from "./fixture-protocol.js";

// A host as a process: node, ports of all nodes, its counter's port, and its log file, as arguments.
const [self, ports, counter, log] = process.argv.slice(2) as [string, string, string, string];
const allPorts = JSON.parse(ports) as Ports;
let executed = 0;
await startReplica({
  protocol,
  policy,
  self,
  constants,
  counter: await connectCounter({ listening: Number(counter) }),
  storage: await openStorage(log),
  transport: tcpTransport(self, allPorts),
  apply: (command) => `${++executed}:${command}`,
  notice: (text) => process.stderr.write(`${self}: ${text}\n`),
});
process.stdout.write("ready\n");

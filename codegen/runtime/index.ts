/** What generated replicas, and programs that run them, import. */
export { Client, type ClientOptions } from "./client.js";
export { type Clock, systemClock } from "./clock.js";
export { type Command, commandOf, commandValue } from "./commands.js";
export * from "./counter.js";
export { type CounterClient, CounterUnreachable, connectCounter } from "./counter-client.js";
export { type CounterProcessConfig, type CounterServer, serveCounter } from "./counter-process.js";
export * from "./events.js";
export * from "./generated.js";
export { fromJson, type Json, toJson } from "./json.js";
export { MemoryNetwork } from "./memory-transport.js";
export * from "./operators.js";
export * from "./protocol.js";
export { type RecordedAction, recordedAction } from "./recorder.js";
export * from "./replay.js";
export { type Replica, type ReplicaOptions, startReplica } from "./replica.js";
export { memoryStorage, openStorage, type Storage, StorageDamaged } from "./storage.js";
export {
  type ClientLink,
  type Ports,
  PortTaken,
  type Transport,
  tcpClientLink,
  tcpTransport,
} from "./transport.js";
export * from "./values.js";

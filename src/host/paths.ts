/** Paths, so that stages need no module of Node's for them. */
export { basename, dirname, join, resolve } from "node:path";

/** Paths, so that stages need no module of Node's for them. */
export { basename, dirname, join, relative, resolve } from "node:path";

/** Raft's specification and its hybrid, for tests of validation. */
import { fileURLToPath } from "node:url";
import { loadSubject } from "../../src/verify/subject.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const raft = () => loadSubject("specs/raft", root);

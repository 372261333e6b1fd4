import { hostMain } from "./host.js";

await hostMain();

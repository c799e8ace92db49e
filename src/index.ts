export type { Problem } from "./problem/problem.js";

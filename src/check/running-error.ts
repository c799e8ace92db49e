export { type Bounded, runningError } from "../numeric/running-error.js";

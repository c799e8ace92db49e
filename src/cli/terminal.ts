/** Where a command writes: data to stdout, everything else to stderr; and what it reads besides files. */
export interface Terminal {
  readonly data: (line: string) => void;
  readonly error: (line: string) => void;
  /** Standard input; the process's own where it is absent. */
  readonly input?: NodeJS.ReadableStream;
  /** Whether somebody still reads the data; absent where somebody always does. */
  readonly isRead?: () => boolean;
  /** Replaces the line of progress on stderr; absent where nobody watches. */
  readonly progress?: (line: string) => void;
}

/** The standard input of a terminal. */
export const inputOf = ({ input }: Terminal): NodeJS.ReadableStream => input ?? process.stdin;

/** The terminal of this process. A reader who leaves early, such as `head`, ends the output silently. */
export function standardTerminal(): Terminal {
  let isRead = true;
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    isRead = false;
    if (code === "EPIPE") return;
    process.stderr.write(`gradwalk: error[cannot-write]: cannot write the output: ${message}\n`);
    process.exit(2);
  });
  // Nobody is left to be told that messages cannot be written.
  process.stderr.on("error", () => {});
  return {
    data: (line) => isRead && process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
    isRead: () => isRead,
    ...(process.stderr.isTTY && {
      progress: (line: string) => void process.stderr.write(`\r\u001b[K${line}`),
    }),
  };
}

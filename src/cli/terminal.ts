/** Where a command writes: data to stdout, everything else to stderr. */
export interface Terminal {
  readonly data: (line: string) => void;
  readonly error: (line: string) => void;
}

export const standardTerminal: Terminal = {
  data: (line) => void process.stdout.write(`${line}\n`),
  error: (line) => void process.stderr.write(`${line}\n`),
};

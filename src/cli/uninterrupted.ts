/**
 * Does something that must not be left half done. Ctrl-C during it ends the process as soon as it is done, with the
 * exit code that shells expect.
 */
export async function uninterrupted<Result>(work: () => Promise<Result>): Promise<Result> {
  let isInterrupted = false;
  const note = (): void => {
    isInterrupted = true;
  };
  process.on("SIGINT", note);
  try {
    return await work();
  } finally {
    process.off("SIGINT", note);
    if (isInterrupted) process.exit(130);
  }
}

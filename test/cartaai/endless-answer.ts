import type { Answering } from "./recording-server.ts";

/** Bytes of blanks, which JSON may begin with. */
const PART = Buffer.alloc(64 * 1024, " ");

/**
 * An answer that goes on for as long as anybody reads it.
 *
 * @returns how to answer, and what resolves once the reader has turned away
 */
export function endlessAnswer(status = 200): { readonly answer: Answering; readonly closed: Promise<void> } {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  return {
    closed,
    answer(response) {
      response.writeHead(status, { "content-type": "application/json" });
      const write = () => {
        while (!response.destroyed && response.write(PART));
      };
      response
        .on("drain", write)
        .on("error", () => undefined)
        .on("close", resolve);
      write();
    },
  };
}

/**
 * The body of an answer, of which no more is kept than the limit, whatever its headers promise.
 *
 * @param limit bytes
 * @param tooLarge makes the error that is thrown beyond it
 */
export async function readBounded(response: Response, limit: number, tooLarge: () => Error): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the rest of the body, and with it the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The same as text, without a byte order mark.
 *
 * @param limit bytes
 * @returns undefined when it is larger: whoever asked has to say what that means
 */
export async function readBoundedText(response: Response, limit: number): Promise<string | undefined> {
  const tooLarge = new Error("larger than the limit");
  try {
    return new TextDecoder().decode(await readBounded(response, limit, () => tooLarge));
  } catch (error) {
    if (error === tooLarge) return undefined;
    throw error;
  }
}

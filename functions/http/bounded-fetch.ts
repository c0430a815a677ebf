/**
 * Node's own `fetch` for a client that reads answers by itself: a body breaks off with an error once it has more bytes
 * than the limit.
 *
 * @param limit bytes
 */
export function boundedFetch(limit: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(atMost(limit)), { status, statusText, headers });
  };
}

function atMost(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > limit) controller.error(new Error("the answer is too large"));
      else controller.enqueue(chunk);
    },
  });
}

/** An error of the network, as Node makes it. */
export function connectionLost(code: "ECONNRESET" | "ECONNREFUSED" | "UND_ERR_SOCKET"): Error {
  return Object.assign(new Error(`the connection was lost: ${code}`), { code });
}

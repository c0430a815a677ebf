/** A part of the system could not have the port that it was given. */
export class PortUnavailableError extends Error {
  override readonly name = "PortUnavailableError";
  /** The environment variable that sets the port. */
  readonly variable: string;
  readonly port: number;

  constructor(variable: string, port: number, code: string) {
    const reason = code === "EACCES" ? "may not be used by this user" : "is already in use";
    super(`port ${port} ${reason}; set ${variable} to another one`);
    this.variable = variable;
    this.port = port;
  }
}

/**
 * Starts something that listens on a port.
 *
 * @throws {PortUnavailableError} when the port is taken or not allowed
 */
export async function withPort<Started>(
  variable: string,
  port: number,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(port);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE" || code === "EACCES") throw new PortUnavailableError(variable, port, code);
    throw error;
  }
}

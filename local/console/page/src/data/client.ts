import type * as z from "zod/mini";
import { problemSchema } from "../../../api.ts";

/** A request that was refused or never answered. The message is for the person who looks at the page. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}

interface Body {
  readonly contentType: string;
  readonly data: BodyInit;
}

/** @throws {RequestError} */
export function get<Schema extends z.ZodMiniType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  return request("GET", path, schema);
}

/** @throws {RequestError} */
export function post<Schema extends z.ZodMiniType>(
  path: string,
  value: unknown,
  schema: Schema,
): Promise<z.output<Schema>> {
  return request("POST", path, schema, { contentType: "application/json", data: JSON.stringify(value) });
}

/** @throws {RequestError} */
export function postFile<Schema extends z.ZodMiniType>(
  path: string,
  file: Blob,
  schema: Schema,
): Promise<z.output<Schema>> {
  return request("POST", path, schema, { contentType: file.type, data: file });
}

/** @throws {RequestError} */
export function remove<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return request("DELETE", path, schema);
}

/**
 * A file as the server gives it out.
 *
 * @throws {RequestError}
 */
export async function getFile(path: string): Promise<Blob> {
  return await (await send("GET", path)).blob();
}

async function request<Schema extends z.ZodMiniType>(
  method: string,
  path: string,
  schema: Schema,
  body?: Body,
): Promise<z.output<Schema>> {
  const response = await send(method, path, body);
  const answer = schema.safeParse(await response.json().catch(() => undefined));
  if (!answer.success)
    throw new RequestError(`The server's answer to ${path} makes no sense`, { cause: answer.error });
  return answer.data;
}

async function send(method: string, path: string, body?: Body): Promise<Response> {
  const init = body ? { body: body.data, headers: { "content-type": body.contentType } } : {};
  const response = await fetch(`/console/${path}`, { method, ...init }).catch((cause: unknown) => {
    throw new RequestError("The server does not answer", { cause });
  });
  if (!response.ok) throw new RequestError(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<string> {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  return problem.success ? problem.data.error : `The server answered ${response.status}`;
}

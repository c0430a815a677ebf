import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Arguments<Known extends Options> = ReturnType<
  typeof parseArgs<{ options: Known; allowPositionals: true; strict: true }>
>;

/**
 * Reads the options after a command's name. Arguments that are no options are refused.
 *
 * @throws {UsageError} for an option that does not exist, or lacks its value
 */
export function readOptions<const Known extends Options>(
  args: readonly string[],
  options: Known,
): Arguments<Known>["values"] {
  return orUsageError(
    () => parseArgs({ args: [...args], options, allowPositionals: false, strict: true }).values,
  );
}

/** Reads the options, and the arguments beside them: files, for example. @throws {UsageError} as `readOptions` does */
export function readArguments<const Known extends Options>(
  args: readonly string[],
  options: Known,
): Arguments<Known> {
  return orUsageError(() => parseArgs({ args: [...args], options, allowPositionals: true, strict: true }));
}

function orUsageError<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw new UsageError([error instanceof Error ? error.message : String(error)]);
  }
}

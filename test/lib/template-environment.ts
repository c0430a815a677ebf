import type { Synthesis } from "./synthesis.ts";

/**
 * The environment that the template gives a Lambda, with each reference to a resource replaced by what `resolve` says
 * about the construct path that it points to.
 */
export function templateEnvironment(
  synthesis: Synthesis,
  lambdaPath: string,
  resolve: (path: string) => string,
): Record<string, string> {
  const { Environment } = synthesis.resource(lambdaPath).Properties as {
    Environment: { Variables: Record<string, string | { Ref: string }> };
  };
  return Object.fromEntries(
    Object.entries(Environment.Variables).map(([name, value]) => [
      name,
      typeof value === "string" ? value : resolve(synthesis.paths.get(value.Ref) ?? value.Ref),
    ]),
  );
}

import { en } from "zod/locales";
import * as z from "zod/mini";
import { type StageSettings, stageSchema } from "./stage-settings.ts";

z.config(en());

/** The stage that was asked for does not exist in cdk.json, or its settings are unusable. */
export class InvalidStageError extends Error {
  override readonly name = "InvalidStageError";
}

const nameSchema = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/));
const stagesSchema = z.record(z.string(), z.unknown());

/**
 * The settings of one stage.
 *
 * @param name what `-c stage=…` says
 * @param stages cdk.json's context `stages`: settings by stage name
 * @throws {InvalidStageError} naming every problem at once, with what is expected
 */
export function readStageSettings(name: unknown, stages: unknown): StageSettings {
  const known = stagesSchema.safeParse(stages);
  if (!known.success) throw new InvalidStageError('cdk.json has no "stages" in its context');
  const stageName = nameSchema.safeParse(name);
  if (!stageName.success || !Object.hasOwn(known.data, stageName.data)) {
    throw new InvalidStageError(
      `There is no stage "${String(name)}". Known stages: ${Object.keys(known.data).join(", ")}`,
    );
  }
  const settings = stageSchema.safeParse(known.data[stageName.data]);
  if (settings.success) return { ...settings.data, name: stageName.data };
  const problems = settings.error.issues.map(
    ({ path, message }) => `  - ${path.map(String).join(".") || "(the stage)"}: ${message}`,
  );
  throw new InvalidStageError(`Stage "${stageName.data}" in cdk.json is not usable:\n${problems.join("\n")}`);
}

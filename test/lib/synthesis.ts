import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { App, CfnElement } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { vi } from "vitest";
import * as z from "zod/mini";
import { BridgeStack } from "../../lib/bridge-stack.ts";
import { readStageSettings } from "../../lib/read-stage.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// Loading the CDK and synthesising a stack takes seconds of a processor that other tests want as well.
vi.setConfig({ testTimeout: 180_000 });

const cdkJson = z
  .object({ context: z.looseObject({ stages: z.record(z.string(), z.looseObject({})) }) })
  .parse(JSON.parse(readFileSync(resolve(import.meta.dirname, "../../cdk.json"), "utf8")));

/** cdk.json's context, for an app that bundles nothing, writes where nobody looks, and leaves out what is slow. */
export function appProps(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    context: { ...cdkJson.context, "aws:cdk:bundling-stacks": [], ...overrides },
    outdir: temporaryFolder("cdk-out-"),
    treeMetadata: false,
    stackTraces: false,
    // security-checks.test.ts has it on.
    builtinCloudFormationValidation: false,
  };
}

/** What cdk.json says about a stage. */
export function settingsOf(stage: string): Record<string, unknown> {
  return { ...cdkJson.context.stages[stage] };
}

export interface Synthesis {
  readonly template: Template;
  /** Logical id → construct path without the stack's name: "SyncPipeline/Events/Queue". */
  readonly paths: ReadonlyMap<string, string>;
  /** The errors, warnings and notes that constructs have left. */
  annotations(): string[];
  /** The resource at a construct path. */
  resource(path: string): CloudFormationResource;
}

export interface CloudFormationResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

const known = new Map<string, Synthesis>();

/** The stack of a stage of cdk.json, optionally with other settings; the same question is synthesised once. */
export function synthesise(stage: string, changes: Readonly<Record<string, unknown>> = {}): Synthesis {
  const key = JSON.stringify([stage, changes]);
  const synthesis = known.get(key) ?? build(stage, changes);
  known.set(key, synthesis);
  return synthesis;
}

function build(stage: string, changes: Readonly<Record<string, unknown>>): Synthesis {
  const settings = readStageSettings(stage, { [stage]: { ...settingsOf(stage), ...changes } });
  const stack = new BridgeStack(new App(appProps()), "ConversationBridge", { stage: settings });
  const template = Template.fromStack(stack);
  const paths = new Map(
    stack.node
      .findAll()
      .filter((node) => CfnElement.isCfnElement(node))
      .map((node) => [
        String(stack.resolve(node.logicalId)),
        node.node.path.replace(/^ConversationBridge\//, "").replace(/\/Resource$/, ""),
      ]),
  );
  const resources: Record<string, CloudFormationResource> = template.toJSON()["Resources"];
  return {
    template,
    paths,
    annotations: () =>
      stack.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => /^aws:cdk:(error|warning|info)$/.test(type))
        .map(({ type, data }) => `${type} ${String(data)}`),
    resource(path) {
      const found = Object.entries(resources).find(([logicalId]) => paths.get(logicalId) === path);
      if (found === undefined) throw new Error(`No resource at ${path}`);
      return found[1];
    },
  };
}

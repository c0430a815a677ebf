import { join, resolve } from "node:path";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { bundle } from "./bundle.ts";

const functionsFolder = resolve(import.meta.dirname, "../../functions");

/** The file that a bundled handler becomes in its asset; Lambda calls its export `handler`. */
const BUNDLE_FILE = "index.mjs";
export const LAMBDA_HANDLER = "index.handler";

/**
 * The code of the Lambda in `functions/{name}/handler.ts`, bundled on this machine when the stack is synthesised.
 *
 * Not `NodejsFunction`: it runs esbuild's command line with options of its own, and then what is deployed would not be
 * what tests and bench build with {@link bundle}.
 */
export function handlerCode(name: string): Code {
  const folder = join(functionsFolder, name);
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK demands an image; it is pulled only if the local bundling below declines, which it never does.
      image: DockerImage.fromRegistry("unused"),
      local: {
        tryBundle: (outputFolder) => {
          bundle(join(folder, "handler.ts"), join(outputFolder, BUNDLE_FILE));
          return true;
        },
      },
    },
  });
}

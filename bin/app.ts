import { createApp } from "../lib/create-app.ts";
import { InvalidStageError } from "../lib/read-stage.ts";

try {
  createApp().app.synth();
} catch (error) {
  if (!(error instanceof InvalidStageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

import { json } from "../../http/reply.ts";
import { route } from "../../http/routes.ts";
import type { ConsoleDependencies } from "./dependencies.ts";
import { ConsoleProblem, found } from "./problem.ts";
import type { ConsoleRoute } from "./routes.ts";

/** What WhatsApp takes as a voice note or a photo, as far as browsers make and show it; no SVG, which can hold scripts. */
const TYPES = /^(?:audio\/[\w.+-]+|image\/(?:png|jpeg|webp))\b/;

/** Files that customers send. */
export function mediaRoutes({ media }: Pick<ConsoleDependencies, "media">): ConsoleRoute[] {
  return [
    route("console", "POST", "/console/media", ({ body, headers }) => {
      const type = headers["content-type"] ?? "";
      if (body === undefined) throw new ConsoleProblem(413, "a file may have 16 MiB");
      if (!TYPES.test(type)) throw new ConsoleProblem(415, "expected content-type audio/… or image/…");
      if (body.length === 0) throw new ConsoleProblem(400, "the file is empty");
      const { mediaId } = media.add(body, type);
      return json(201, { mediaId, url: `/console/media/${encodeURIComponent(mediaId)}` });
    }),
    route("console", "GET", "/console/media/{id}", ({ parameters, headers }) => {
      const { bytes, mimeType } = found(media.find(parameters.id), "file");
      const range = rangeIn(headers.range, bytes.length);
      const common = { "content-type": mimeType, "accept-ranges": "bytes" };
      if (range === undefined) return { status: 200, headers: common, body: bytes };
      const { first, last } = range;
      // Players of recordings ask for parts, and some play nothing without getting them.
      return {
        status: 206,
        headers: { ...common, "content-range": `bytes ${first}-${last}/${bytes.length}` },
        body: bytes.subarray(first, last + 1),
      };
    }),
  ];
}

function rangeIn(header: string | undefined, size: number) {
  const [, from = "", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? [];
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return from !== "" && first <= last ? { first, last } : undefined;
}

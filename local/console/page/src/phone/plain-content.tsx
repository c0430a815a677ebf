import type { Content } from "../../../api.ts";
import { Icon } from "../ui/icon.tsx";

/** What a message shows that has nothing to tap. */
export function PlainContent({ content }: { readonly content: Content }) {
  switch (content.kind) {
    case "audio":
      return content.url ? (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a voice note says
        <audio controls preload="none" src={content.url} aria-label="Voice note" />
      ) : (
        <p className="kind">
          <Icon name="mic" /> Voice note
        </p>
      );
    case "image":
      return (
        <>
          {content.url ? (
            <img className="photo" src={content.url} alt={content.caption ?? "Photo without a caption"} />
          ) : (
            <p className="kind">
              <Icon name="image" /> Photo{content.link && `: ${content.link}`}
            </p>
          )}
          {content.caption && <p className="said">{content.caption}</p>}
        </>
      );
    case "location":
      return (
        <>
          <p className="kind">
            <Icon name="pin" /> {content.name ?? "Location"}
          </p>
          {content.address && <p>{content.address}</p>}
          <p className="small-print">
            {content.latitude}, {content.longitude}
          </p>
        </>
      );
    case "choice":
      return <p className="said">{content.title}</p>;
    case "text":
    case "notice":
      return <p className="said">{content.text}</p>;
    case "other":
      return (
        <p className="said">
          <span className="kind">{content.type}</span> {content.text}
        </p>
      );
    case "reaction":
      return <p>{content.emoji === "" ? "Took a reaction back" : `Reacted with ${content.emoji}`}</p>;
    case "edit":
      return <p>Corrected an earlier message: {content.text}</p>;
    case "revoke":
      return <p>Took an earlier message back</p>;
    default:
      return null;
  }
}

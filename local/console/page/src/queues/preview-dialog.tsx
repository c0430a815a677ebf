import { useEffect, useState } from "react";
import { type PreviewAnswer, previewAnswerSchema } from "../../../api.ts";
import { post } from "../data/client.ts";
import { useAction } from "../data/use-problems.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { JsonView } from "../ui/json-view.tsx";

interface PreviewDialogProps {
  readonly path: string;
  readonly ids: readonly string[];
  readonly onReplay: (force: boolean) => void;
  readonly onClose: () => void;
}

/** What a replay would do with each, before anything is done. */
export function PreviewDialog({ path, ids, onReplay, onClose }: PreviewDialogProps) {
  const [force, setForce] = useState(false);
  const [preview, setPreview] = useState<PreviewAnswer>();
  const { run } = useAction();
  const asked = JSON.stringify(ids);

  useEffect(() => {
    const request = { ids: JSON.parse(asked), force };
    void run(async () => setPreview(await post(`${path}/preview`, request, previewAnswerSchema)));
  }, [run, path, asked, force]);

  return (
    <Dialog title="What a replay would do" wide onClose={onClose}>
      {preview && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Dead letter</th>
              <th scope="col">Would</th>
              <th scope="col">Sent back</th>
              <th scope="col">Overtakes</th>
            </tr>
          </thead>
          <tbody>
            {preview.deadLetters.map((letter) => (
              <tr key={letter.id}>
                <td>
                  <code>{letter.id}</code>
                </td>
                <td>{letter.would}</td>
                <td>{letter.replayed ? "yes" : "no"}</td>
                <td>{letter.overtakes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <label className="row">
        <input type="checkbox" checked={force} onChange={({ target }) => setForce(target.checked)} />
        Also those of which nobody can tell whether they were applied
      </label>
      <button
        type="button"
        className="button primary"
        disabled={!preview?.deadLetters.some(({ replayed }) => replayed)}
        onClick={() => {
          onClose();
          onReplay(force);
        }}
      >
        Replay
      </button>
      {preview && (
        <details>
          <summary>As JSON</summary>
          <JsonView label="The preview as JSON" value={preview} />
        </details>
      )}
    </Dialog>
  );
}

import type { FormEvent } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { samplePlace } from "./sample-menu.ts";

interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string;
  readonly address?: string;
}

interface LocationDialogProps {
  readonly subDomain: string | undefined;
  readonly onSend: (place: Place) => void;
  readonly onClose: () => void;
}

/** Asks for the place to send; one that the restaurant delivers to is filled in. */
export function LocationDialog({ subDomain, onSend, onClose }: LocationDialogProps) {
  const sample = samplePlace(subDomain);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name") ?? "").trim();
    const address = String(form.get("address") ?? "").trim();
    onClose();
    onSend({
      latitude: Number(form.get("latitude")),
      longitude: Number(form.get("longitude")),
      ...(name !== "" && { name }),
      ...(address !== "" && { address }),
    });
  }

  return (
    <Dialog title="Send a location" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label="Latitude">
          <input
            className="input"
            name="latitude"
            type="number"
            min="-90"
            max="90"
            step="any"
            required
            defaultValue={sample.latitude}
          />
        </Field>
        <Field label="Longitude">
          <input
            className="input"
            name="longitude"
            type="number"
            min="-180"
            max="180"
            step="any"
            required
            defaultValue={sample.longitude}
          />
        </Field>
        <Field label="Name (optional)">
          <input className="input" name="name" />
        </Field>
        <Field label="Address (optional)">
          <input className="input" name="address" />
        </Field>
        <button type="submit" className="button primary">
          Send location
        </button>
      </form>
    </Dialog>
  );
}

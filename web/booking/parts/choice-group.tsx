import { useId } from 'react'

export type Choice = { value: string; label: string }

type Props = { legend: string; choices: readonly Choice[]; value: string; onChange: (value: string) => void }

/** More than these are easier to find in a list that opens. */
const mostChips = 6

/** One of a few: radio buttons, or a list when they are many. Arrow keys move among them. */
export function ChoiceGroup({ legend, choices, value, onChange }: Props) {
  const id = useId()
  if (choices.length > mostChips) {
    return (
      <div className="field narrow">
        <label htmlFor={id}>{legend}</label>
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
    )
  }
  return (
    <fieldset className="chips">
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="chip">
          <input
            type="radio"
            name={id}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  )
}

import { toast } from '#phone/state/toast.ts'

export function Toast() {
  return (
    <div class="toast-place" role="status" aria-live="polite">
      {toast.value === null ? null : (
        <p class="toast" dir="auto" key={toast.value.n}>
          {toast.value.text}
        </p>
      )}
    </div>
  )
}

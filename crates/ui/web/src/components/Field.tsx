import clsx from 'clsx';
import { type ReactElement, type ReactNode, cloneElement, useId } from 'react';

interface Props {
  label: string;
  /** What is wrong with it. */
  error?: string;
  hint?: ReactNode;
  required?: boolean;
  className?: string;
  /** The control itself. */
  children: ReactElement<{ id?: string; 'aria-invalid'?: boolean; 'aria-describedby'?: string; required?: boolean; 'aria-required'?: boolean }>;
}

/** A control with its label, its hint and what is wrong with it, all tied together for those who hear the screen. */
export function Field({ label, error, hint, required = false, className, children }: Props) {
  const made = useId();
  const id = children.props.id ?? made;
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-[0.8125rem] font-medium">
        {label}
        {required && (
          <span aria-hidden className="text-danger">
            {' '}
            *
          </span>
        )}
      </label>
      {cloneElement(children, { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy, 'aria-required': required || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-[0.8125rem] font-medium text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

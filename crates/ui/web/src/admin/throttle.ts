/** Does something at once, and then at most once in so many milliseconds; what is called for meanwhile is done at their end. */
export function throttle(action: () => void, milliseconds: number): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;
  const run = () => {
    wanted = false;
    action();
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted) run();
    }, milliseconds);
  };
  return {
    call: () => {
      if (timer === undefined) run();
      else wanted = true;
    },
    stop: () => clearTimeout(timer),
  };
}

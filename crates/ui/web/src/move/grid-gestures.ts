/** Pointers on the grid: events in, gesture machine between, drags out. */
import i18next from 'i18next';
import { createAppointmentAt } from '@/app/navigation';
import { getAppointmentNow } from '@/live/appointments';
import { autoscroll } from './autoscroll';
import { Drag } from './drag';
import { type Effect, IDLE, type Input, LONG_PRESS, type State, step } from './gesture';
import { Ghosts } from './ghosts';
import { mayMove } from './may-move';
import { pendingStore } from './pending';
import { type Under, underPointer } from './press';
import { reschedule } from './reschedule';
import { shake } from './shake';
import { type Area, type Point, areasOf } from './surface';

export class GridGestures {
  private state: State = IDLE;
  private under: Under | null = null;
  private drag: Drag | null = null;
  private areas: Area[] = [];
  private point: Point = { x: 0, y: 0 };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;
  private hovered: HTMLElement | null = null;
  private ghosts: Ghosts;
  private off = new AbortController();

  constructor(readonly root: HTMLElement) {
    this.ghosts = new Ghosts(root);
    const { signal } = this.off;
    root.addEventListener('pointerdown', this.onDown, { signal });
    root.addEventListener('pointermove', this.onMove, { signal });
    root.addEventListener('pointerup', this.onUp, { signal });
    root.addEventListener('pointercancel', this.onCancel, { signal });
    // A finger that drags must neither scroll nor open a menu nor select text.
    root.addEventListener('touchmove', this.whileDragging, { signal, passive: false });
    root.addEventListener('contextmenu', this.whileDragging, { signal });
    root.addEventListener('selectstart', this.whileDragging, { signal });
    root.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
    addEventListener('keydown', this.onKey, { signal, capture: true });
    addEventListener('blur', this.onCancel, { signal });
    const unsubscribe = pendingStore.subscribe(() => this.redraw());
    signal.addEventListener('abort', unsubscribe);
    this.redraw();
  }

  /** The view has new columns. */
  redraw(): void {
    this.ghosts.draw(pendingStore.getState());
  }

  dispose(): void {
    this.input({ type: 'cancel' });
    this.off.abort();
    this.ghosts.clear();
    this.hover(null);
  }

  private onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const touch = event.pointerType === 'touch';
    const { pointerId, clientX: x, clientY: y } = event;
    const under = underPointer(this.root, event.target, { x, y }, touch);
    if (this.state.phase === 'idle') {
      if (!under) return;
      this.under = under;
      this.point = { x, y };
    }
    this.input({ type: 'down', press: { kind: under?.kind ?? 'create', pointerId, x, y, touch, id: under?.id ?? null } });
  };

  private onMove = (event: PointerEvent): void => {
    const { pointerId, clientX: x, clientY: y } = event;
    if (this.state.phase === 'idle') {
      this.hover(event);
      return;
    }
    if (this.state.press.pointerId === pointerId) this.point = { x, y };
    this.input({ type: 'move', pointerId, x, y });
  };

  private onUp = (event: PointerEvent): void => {
    if (this.state.phase === 'spent') swallowClick();
    this.input({ type: 'up', pointerId: event.pointerId });
  };

  private onCancel = (): void => {
    this.input({ type: 'cancel' });
  };

  private onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.state.phase !== 'dragging') return;
    event.preventDefault();
    event.stopPropagation();
    this.input({ type: 'escape' });
  };

  private whileDragging = (event: Event): void => {
    if (this.state.phase === 'dragging' && event.cancelable) event.preventDefault();
  };

  private input(input: Input): void {
    const [state, effect] = step(this.state, input);
    this.state = state;
    if (state.phase !== 'pressed') clearTimeout(this.timer);
    this.act(effect);
    if (this.state.phase === 'idle') this.under = null;
  }

  private act(effect: Effect): void {
    switch (effect) {
      case 'wait':
        this.timer = setTimeout(() => this.input({ type: 'rested' }), LONG_PRESS);
        break;
      case 'begin':
        this.begin();
        break;
      case 'track':
        this.schedule();
        break;
      case 'drop':
        this.follow();
        this.finish();
        break;
      case 'abort':
        this.drag?.stop();
        this.letGo();
        break;
      case 'none':
    }
  }

  private begin(): void {
    if (this.state.phase !== 'dragging' || !this.under) return;
    const { press } = this.state;
    const { kind, area, card, id } = this.under;
    const appointment = id === null ? null : (getAppointmentNow(id) ?? null);
    if (id !== null && (!appointment || !mayMove(appointment))) {
      if (card) shake(card);
      this.input({ type: 'refuse' });
      return;
    }
    this.hover(null);
    this.root.setPointerCapture(press.pointerId);
    this.root.style.cursor = kind === 'move' ? 'grabbing' : 'ns-resize';
    getSelection()?.removeAllRanges();
    this.areas = areasOf(this.root);
    this.drag = new Drag(kind, appointment, area, press, i18next.t('move.newAppointment'));
    this.schedule();
  }

  /** Once a frame is enough; and while the hand rests at an edge, the grid scrolls on under it. */
  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.drag || this.state.phase !== 'dragging') return;
      this.follow();
      const inside = this.areas[0]?.element.parentElement;
      if (inside && autoscroll(inside, this.point, this.state.press)) this.schedule();
    });
  }

  private follow(): void {
    if (this.areas.some(({ element }) => !element.isConnected)) this.areas = areasOf(this.root);
    this.drag?.follow(this.areas, this.point);
  }

  private finish(): void {
    const { drag } = this;
    const target = drag?.drop();
    this.letGo();
    swallowClick();
    if (!drag || !target) return;
    if (drag.appointment) void reschedule(drag.appointment, target);
    else createAppointmentAt({ start: target.start, end: target.end, doctor: target.doctorName ?? undefined });
  }

  private letGo(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.drag = null;
    this.root.style.cursor = '';
  }

  /** Shows where a card can be pulled. */
  private hover(event: PointerEvent | null): void {
    let card: HTMLElement | null = null;
    if (event?.pointerType === 'mouse' && event.buttons === 0 && event.target instanceof Element && event.target.closest('[data-appointment]')) {
      const under = underPointer(this.root, event.target, { x: event.clientX, y: event.clientY }, false);
      if (under?.kind === 'resize') card = under.card;
    }
    if (card === this.hovered) return;
    if (this.hovered) this.hovered.style.cursor = '';
    if (card) card.style.cursor = 'ns-resize';
    this.hovered = card;
  }
}

/** The click that a browser sends after a drag is no click. */
function swallowClick(): void {
  const over = new AbortController();
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true, signal: over.signal });
  setTimeout(() => over.abort(), 50);
}

import { button, element } from '../../src/lib/page/element.ts';
import type { QueuedFile } from './attachment-queue.ts';
import { formatDuration } from './format-duration.ts';
import { createIcon } from './icon.ts';
import { webmToOgg } from './webm-to-ogg.ts';

const TICK_MS = 200;
/** The types of recordings, the one that the networks' apps use first. */
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];

/**
 * Creates the button that records a voice message. In a browser without a microphone it lets the
 * person choose a recording. The recording goes to `onRecorded`.
 */
export function createVoiceRecorder(
  onRecorded: (recording: QueuedFile) => void,
  complain: (sentence: string) => void,
) {
  const label = 'Record a voice message';
  const input = element('input', {
    type: 'file',
    accept: 'audio/*,.ogg,.oga,.opus',
    hidden: true,
    'data-voice-file': true,
    'aria-label': 'Recording',
  });
  const time = element('span', { class: 'recording-time', hidden: true, role: 'timer' });
  const toggle = button(
    label,
    { class: 'round', title: label, 'data-record': true },
    () => void (recorder === undefined ? start() : recorder.stop()),
    createIcon('microphone'),
  );
  let recorder: MediaRecorder | undefined;

  function showState(isRecording: boolean): void {
    toggle.toggleAttribute('data-recording', isRecording);
    toggle.setAttribute('aria-label', isRecording ? 'Stop the recording' : label);
    time.hidden = !isRecording;
  }

  async function start(): Promise<void> {
    const microphone = await openMicrophone();
    if (microphone === undefined) {
      complain('There is no microphone here. Choose a recording.');
      input.click();
      return;
    }

    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    recorder = new MediaRecorder(microphone, mimeType === undefined ? {} : { mimeType });
    const chunks: Blob[] = [];
    const startedAt = performance.now();
    const showTime = () => {
      time.textContent = formatDuration(performance.now() - startedAt);
    };
    const timer = setInterval(showTime, TICK_MS);
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    recorder.addEventListener('stop', () => {
      clearInterval(timer);
      for (const track of microphone.getTracks()) track.stop();
      const type = recorder?.mimeType ?? '';
      recorder = undefined;
      showState(false);
      void finish(new Blob(chunks), type, performance.now() - startedAt);
    });
    recorder.start();
    showTime();
    showState(true);
  }

  async function finish(recording: Blob, mimeType: string, durationMs: number): Promise<void> {
    const recordedType = mimeType.replace(/;.*/, '') || 'audio/ogg';
    const ogg =
      recordedType === 'audio/webm'
        ? webmToOgg(new Uint8Array(await recording.arrayBuffer()))
        : undefined;
    const type = ogg === undefined ? recordedType : 'audio/ogg';
    const file = new File([ogg ?? recording], `voice-message.${type.split('/')[1]}`, { type });
    onRecorded({ file, sentAs: 'voice', durationMs: Math.round(durationMs) });
  }

  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file !== undefined) onRecorded({ file, sentAs: 'voice' });
  });

  return { toggle, time, input };
}

/** `undefined`: there is none, or the person does not allow it. */
async function openMicrophone(): Promise<MediaStream | undefined> {
  if (navigator.mediaDevices === undefined || !('MediaRecorder' in window)) return undefined;
  return navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => undefined);
}

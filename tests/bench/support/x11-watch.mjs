/**
 * Watches an X display for windows that become visible.
 *
 * A window can be painted long before it is shown (`show: false`), and shown long before it is painted; the page
 * knows only about painting. The X server reports visibility to any client, so the program needs no change and
 * receives no requests while it starts.
 *
 * Protocol: X Window System Protocol, version 11: connection setup, ChangeWindowAttributes, CreateNotify,
 * MapNotify, ConfigureNotify. Little-endian, no authority (the display is our own virtual one).
 */
import { createConnection } from 'node:net';

const CHANGE_WINDOW_ATTRIBUTES = 2;
const ATTRIBUTE_EVENT_MASK = 0x800;
const SUBSTRUCTURE_NOTIFY = 0x80000;
const CREATE_NOTIFY = 16;
const MAP_NOTIFY = 19;
const CONFIGURE_NOTIFY = 22;
const EVENT_BYTES = 32;
/** Toolkits create tiny helper windows, which are ignored. */
const LEAST_WIDTH = 200;

/**
 * @typedef {object} DisplayWatch
 * @property {(listener: (atMs: number) => void) => () => void} onShown called with the epoch time in ms; returns a function that unsubscribes
 * @property {() => void} close
 */

/**
 * @param {string} display `:99`
 * @returns {Promise<DisplayWatch>}
 */
export function watchDisplay(display) {
  const number = /^:(\d+)/.exec(display)?.[1];
  if (number === undefined) throw new Error(`${display} is not a local display`);
  return new Promise((resolve, reject) => {
    const socket = createConnection(`/tmp/.X11-unix/X${number}`);
    /** @type {Set<(atMs: number) => void>} */
    const listeners = new Set();
    /** @type {Map<number, number>} window → width */
    const widths = new Map();
    let ready = false;
    let rest = Buffer.alloc(0);
    socket.once('error', reject);
    socket.once('connect', () => {
      const hello = Buffer.alloc(12);
      hello.write('l', 0, 'latin1');
      hello.writeUInt16LE(11, 2);
      socket.write(hello);
    });
    socket.on('data', (data) => {
      const atMs = performance.timeOrigin + performance.now();
      rest = Buffer.concat([rest, data]);
      if (!ready) {
        if (rest.length < 8) return;
        const size = 8 + rest.readUInt16LE(6) * 4;
        if (rest.length < size) return;
        if (rest[0] !== 1) {
          reject(new Error(`the display ${display} refused the connection`));
          socket.destroy();
          return;
        }
        socket.write(watchRequest(rootWindow(rest)));
        rest = rest.subarray(size);
        ready = true;
        resolve({
          onShown(listener) {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
          close: () => socket.destroy(),
        });
      }
      while (rest.length >= EVENT_BYTES) {
        handle(rest.subarray(0, EVENT_BYTES), atMs);
        rest = rest.subarray(EVENT_BYTES);
      }
    });

    /**
     * @param {Buffer} event
     * @param {number} atMs
     */
    function handle(event, atMs) {
      const kind = (event[0] ?? 0) & 0x7f;
      const window = event.readUInt32LE(8);
      if (kind === CREATE_NOTIFY) widths.set(window, event.readUInt16LE(16));
      if (kind === CONFIGURE_NOTIFY) widths.set(window, event.readUInt16LE(20));
      if (kind === MAP_NOTIFY && (widths.get(window) ?? 0) >= LEAST_WIDTH) {
        for (const listener of listeners) listener(atMs);
      }
    }
  });
}

/** @param {Buffer} setup the server's answer to the connection setup */
function rootWindow(setup) {
  const vendorBytes = setup.readUInt16LE(24);
  const formats = setup[29] ?? 0;
  return setup.readUInt32LE(40 + Math.ceil(vendorBytes / 4) * 4 + formats * 8);
}

/** @param {number} root */
function watchRequest(root) {
  const request = Buffer.alloc(16);
  request[0] = CHANGE_WINDOW_ATTRIBUTES;
  request.writeUInt16LE(4, 2);
  request.writeUInt32LE(root, 4);
  request.writeUInt32LE(ATTRIBUTE_EVENT_MASK, 8);
  request.writeUInt32LE(SUBSTRUCTURE_NOTIFY, 12);
  return request;
}

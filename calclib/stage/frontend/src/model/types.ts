// The wire format: what pack(scene) sends from Python, as it arrives.

export type Kind =
  | "line"
  | "area"
  | "dots"
  | "trail"
  | "arrows"
  | "heat"
  | "contours"
  | "text"
  | "cursor"
  | "surface"
  | "bars"
  | "image"
  | "graph";

/**
 * How a 3-D panel is seen: azimuth and elevation of the camera in degrees.
 *
 * Where it is zoomed, three numbers follow: how much, and which place of the whole picture is in
 * the middle, as shares of its width and its height.
 */
export type Camera = readonly [
  azimuth: number,
  elevation: number,
  zoom?: number,
  across?: number,
  down?: number,
];

/** The chosen position on every axis, by the axis' name. */
export type Index = Readonly<Record<string, number>>;

export interface ChannelSpec {
  readonly buffer: number;
  readonly dtype: "uint8" | "int16" | "float32" | "float64";
  readonly shape: readonly number[];
  /** Names of the leading dimensions, which an index slices away. */
  readonly axes?: readonly string[];
  /** Where the first number lies in the buffer, and how far apart neighbours lie each way. */
  readonly offset?: number;
  readonly strides?: readonly number[];
  /** A number is origin + scale · what is stored. */
  readonly origin?: number;
  readonly scale?: number;
}

export interface AxisSpec {
  readonly name: string;
  readonly slug: string;
  readonly count: number;
  readonly values: ChannelSpec | null;
  readonly labels: readonly string[] | null;
  readonly scale: "linear" | "log";
  readonly play: boolean;
  readonly duration: number;
}

export interface ScaleSpec {
  readonly label: string;
  readonly scale: "linear" | "log";
  readonly domain: readonly [number, number];
  /** Words written at 0, 1, 2, … in place of numbers. */
  readonly words?: readonly string[];
  /** False where places on the scale mean nothing, and have no ticks. */
  readonly ticks?: boolean;
}

export interface Style {
  readonly color?: string | readonly string[];
  readonly width?: number;
  readonly dash?: "solid" | "dashed" | "dotted";
  readonly opacity?: number;
  readonly label?: string | readonly string[];
  /** The label of another mark that switches this one too. */
  readonly group?: string;
  readonly size?: number;
  readonly marker?: "circle" | "square" | "triangle" | "cross";
  readonly anchor?: "start" | "middle" | "end";
  readonly words?: string;
  readonly axis?: string;
  readonly direction?: "x" | "y";
  readonly role?: string;
  readonly palette?: readonly string[];
  readonly box?: readonly [number, number, number, number];
  /** How wide a bar is, in units of x. */
  readonly thick?: number;
  /** Bars at whole numbers, between which there is nothing. */
  readonly whole?: boolean;
  /** Names of nodes, or of bars. */
  readonly names?: readonly string[];
  readonly edges?: readonly (readonly [number, number])[];
  readonly clipped?: boolean;
  /** False: the past of a trail is as strong as its present, as in a curve that grows. */
  readonly fades?: boolean;
  /** Dots in 3-D: each has a line down to the floor, with its height in this format. */
  readonly drop?: string;
  readonly key?: { readonly low: number; readonly high: number; readonly log: boolean } | null;
}

export interface MarkSpec {
  readonly kind: Kind;
  readonly along: string | null;
  readonly channels: Readonly<Record<string, ChannelSpec>>;
  readonly style: Style;
}

export interface PanelSpec {
  readonly title: string;
  readonly width: number;
  readonly equal: boolean;
  /** False: no axes, ticks and grid. */
  readonly frame?: boolean;
  readonly pick: string | null;
  /** The question that a drag in this panel answers. */
  readonly drag?: string | null;
  /** Where a 3-D panel opens; a flat panel has none. */
  readonly camera?: Camera | null;
  /** The corner of the panel before it over which this one lies, such as "top right". */
  readonly inset?: string | null;
  readonly x: ScaleSpec;
  readonly y: ScaleSpec;
  readonly z?: ScaleSpec | null;
  readonly marks: readonly MarkSpec[];
}

export interface ReadoutSpec {
  readonly label: string;
  readonly format: string;
  readonly channel: ChannelSpec;
}

export interface Spec {
  readonly version: number;
  /** The language of its words; missing for English. */
  readonly language?: string;
  /** What axes and questions are called in that language, where it is not their own name. */
  readonly names?: Readonly<Record<string, string>>;
  readonly title: string;
  readonly alt: string;
  readonly first: Index;
  readonly axes: readonly AxisSpec[];
  readonly panels: readonly PanelSpec[];
  /** How many panels, insets not counted, stand in each row of a page as wide as a text. */
  readonly rows?: readonly number[];
  readonly readout: readonly ReadoutSpec[];
}

/** What a binary trait may arrive as, depending on the widget manager. */
export type Bytes = ArrayBuffer | ArrayBufferView;

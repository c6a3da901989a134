/** The part of libheif-js that Parley uses. The package has no types for this file. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  /** One channel of a decoded picture, in the memory of the module. */
  export interface HeifChannel {
    readonly width: number;
    readonly height: number;
    /** The bytes of a row. */
    readonly stride: number;
    /** More than 8: two bytes for each value, the low one first. */
    readonly bits_per_pixel: number;
    readonly data: Uint8Array;
  }

  /** With `channels`, or with the code of a failure. */
  interface HeifPicture {
    readonly width: number;
    readonly height: number;
    readonly channels?: readonly HeifChannel[];
  }

  interface HeifError {
    readonly code: object;
  }

  interface HeifModule {
    readonly heif_error_code: { readonly heif_error_Ok: object };
    readonly heif_colorspace: { readonly heif_colorspace_YCbCr: object };
    readonly heif_chroma: { readonly heif_chroma_420: object };
    heif_context_alloc(): object;
    heif_context_read_from_memory(context: object, bytes: Uint8Array): HeifError;
    /** Gives a handle, or an error with `code`. */
    heif_js_context_get_primary_image_handle(context: object): object;
    heif_image_handle_get_width(handle: object): number;
    heif_image_handle_get_height(handle: object): number;
    heif_js_decode_image2(handle: object, colorspace: object, chroma: object): HeifPicture;
  }

  /** Creates a decoder with a memory of its own. */
  const createModule: (options?: object) => HeifModule;
  // biome-ignore lint/style/noDefaultExport: the package has no other export.
  export default createModule;
}

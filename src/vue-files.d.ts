/** For tools that read no single-file components (the linter): each is a component. vue-tsc knows the real types. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export = component;
}

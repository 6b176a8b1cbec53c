import { vi } from 'vitest';

/**
 * Runs before each test file of a project whose files mock modules: the product's modules are loaded anew, so that none
 * holds what another file mocked. Vitest itself forgets the mocks after each file.
 */
vi.resetModules();

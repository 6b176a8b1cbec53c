import { vi } from 'vitest';

/**
 * Runs before each test file of a project with mocked modules: the product's modules are loaded again, so that none
 * keeps another file's mocks. Vitest itself removes the mocks after each file.
 */
vi.resetModules();

/**
 * Script of waiting pages: polls until the order has ended, then follows the redirect. Without scripts, the link "check
 * now" does the same.
 */
export const watchScript =
  "'use strict';(function(){var at=document.querySelector('[data-watch]');if(!at)return;" +
  'function ask(){fetch(at.dataset.watch).then(function(r){return r.ok?r.json():{next:null}}).catch(function(){return{next:null}})' +
  '.then(function(s){if(s.next)location.replace(s.next);else setTimeout(ask,1500)})}setTimeout(ask,1000)})();';

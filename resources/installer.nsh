; The program names itself as the one for its links; a removed program must not stay named. An update keeps it.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\plus-cabinet"
  ${endIf}
!macroend
